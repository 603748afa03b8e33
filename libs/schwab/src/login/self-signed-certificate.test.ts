import { X509Certificate } from 'node:crypto';
import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const now = 1_795_188_600_000;

test.each(['127.0.0.1', 'localhost'])(
  'a certificate for %s is signed by its own key, names the host and is valid now',
  (host) => {
    const { certificate } = selfSignedCertificate(host, epochMs(now));
    const parsed = new X509Certificate(certificate);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(host === 'localhost' ? parsed.checkHost(host) : parsed.checkIP(host)).toBe(host);
    expect(Date.parse(parsed.validFrom)).toBeLessThan(now);
    expect(Date.parse(parsed.validTo)).toBeGreaterThan(now);
    expect(selfSignedCertificate(host, epochMs(now)).certificate).not.toBe(certificate);
  },
);

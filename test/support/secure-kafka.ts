import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { claimPorts, startKafka } from '../../infra/launcher/index.ts';
import { shortLived } from './servers.ts';

export interface SecureKafka {
  /** SASL over TLS: PLAIN and SCRAM-SHA-512, for `user` with `password`. */
  readonly sasl: string;
  /** TLS alone, for clients with a certificate of the same authority. */
  readonly mutualTls: string;
  readonly user: string;
  readonly password: string;
  /** PEM files: the authority that signed the broker, a client of it, and an authority that has nothing to do with them. */
  readonly caFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
  readonly otherCaFile: string;
  stop(): Promise<void>;
}

const user = 'gexstream';

/** A fresh real Kafka as a managed one looks from outside: certificates of its own authority (made by openssl), users with passwords. Takes about 8 s. */
export const secureKafka = async (password: string): Promise<SecureKafka> => {
  const dir = mkdtempSync(join(tmpdir(), 'gexstream-secure-kafka-'));
  const certificates = makeCertificates(dir);
  const ports = await claimPorts(4);
  const at = (offset: number): string => `127.0.0.1:${ports.base + offset}`;
  const listeners = `PLAINTEXT://${at(0)},CONTROLLER://${at(1)},LOGIN://${at(2)},MUTUAL://${at(3)}`;
  const login = 'org.apache.kafka.common.security';
  const cluster = await startKafka({
    dir: join(dir, 'kafka'),
    portBase: ports.base,
    jvm: shortLived,
    dieWithParent: true,
    properties: {
      listeners,
      'advertised.listeners': listeners,
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,LOGIN:SASL_SSL,MUTUAL:SSL',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': certificates.brokerFile,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': certificates.caFile,
      'listener.name.mutual.ssl.client.auth': 'required',
      'listener.name.login.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
      'listener.name.login.plain.sasl.jaas.config': `${login}.plain.PlainLoginModule required user_${user}="${password}";`,
      'listener.name.login.scram-sha-512.sasl.jaas.config': `${login}.scram.ScramLoginModule required;`,
    },
  });
  const stop = async (): Promise<void> => {
    await Promise.all(cluster.brokers.map((broker) => broker.kill('SIGKILL')));
    rmSync(dir, { recursive: true, force: true });
    await ports.release();
  };
  try {
    addScramUser(at(0), password);
  } catch (error) {
    await stop();
    throw error;
  }
  return { sasl: at(2), mutualTls: at(3), user, password, ...certificates, stop };
};

const makeCertificates = (dir: string) => {
  const file = (name: string): string => join(dir, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const name of ['ca', 'other'])
    openssl('req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`);
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  for (const name of ['broker', 'client']) {
    openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-out', `${name}.pem`);
  }
  // Kafka reads a key and its chain from one file.
  writeFileSync(file('broker.store'), readFileSync(file('broker.key'), 'utf8') + readFileSync(file('broker.pem'), 'utf8'));
  return {
    brokerFile: file('broker.store'),
    caFile: file('ca.pem'),
    clientCertFile: file('client.pem'),
    clientKeyFile: file('client.key'),
    otherCaFile: file('other.pem'),
  };
};

/** Kafka's own tool: kafkajs cannot make users. */
const addScramUser = (bootstrap: string, password: string): void => {
  const jars = resolve(import.meta.dirname, '../../data/infra/jars/kafka');
  const change = ['--alter', '--add-config', `SCRAM-SHA-512=[password=${password}]`, '--entity-type', 'users'];
  const flags = ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), 'kafka.admin.ConfigCommand'];
  execFileSync('java', [...flags, '--bootstrap-server', bootstrap, ...change, '--entity-name', user], { stdio: 'pipe' });
};

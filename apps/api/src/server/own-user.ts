import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

/** The user whose own things are asked for. Where anyone on the network may read without a key, those of whoever runs this are not for them. */
export const ownUser = ({ caller }: FastifyRequest): string => {
  if (caller!.key === null && caller!.scope !== 'admin')
    throw new ProblemError('scope-required', 'This belongs to a user, and this server has no keys; npx gex keys add NAME');
  return caller!.user;
};

import { kafkaBusContract } from './kafka-bus-contract.ts';

kafkaBusContract({ client: 'kafkajs', groupProtocol: 'classic' });

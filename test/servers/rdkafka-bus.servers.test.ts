import { kafkaBusContract } from './kafka-bus-contract.ts';

kafkaBusContract({ client: 'rdkafka', groupProtocol: 'consumer' });
kafkaBusContract({ client: 'rdkafka', groupProtocol: 'classic' });

/** Where one broker sits in its cluster. */
export interface BrokerPlace {
  /** Node id: 1, 2 or 3. */
  readonly id: number;
  readonly brokers: 1 | 3;
  readonly portBase: number;
  readonly dataDir: string;
}

/** Clients connect here; the controllers talk on the port after it. */
export const brokerPort = (portBase: number, id: number): number => portBase + 2 * (id - 1);

export const controllerPort = (portBase: number, id: number): number => brokerPort(portBase, id) + 1;

export const brokerIds = (brokers: 1 | 3): readonly number[] => (brokers === 1 ? [1] : [1, 2, 3]);

export const bootstrapServers = (brokers: 1 | 3, portBase: number): string =>
  brokerIds(brokers)
    .map((id) => `127.0.0.1:${brokerPort(portBase, id)}`)
    .join(',');

/** The server.properties of one broker: the template, then its place in the cluster, then the caller's own lines; the last of a name wins. */
export const brokerProperties = (template: string, place: BrokerPlace, own: Readonly<Record<string, string>> = {}): string => {
  const properties = { ...parseProperties(template), ...placeProperties(place), ...own };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}`)
    .join('\n')}\n`;
};

const placeProperties = ({ id, brokers, portBase, dataDir }: BrokerPlace): Record<string, string> => {
  const listeners = `PLAINTEXT://127.0.0.1:${brokerPort(portBase, id)},CONTROLLER://127.0.0.1:${controllerPort(portBase, id)}`;
  const copies = String(brokers);
  const inSync = brokers === 1 ? '1' : '2';
  return {
    'node.id': String(id),
    // A static quorum, also of one: it lives in this file, so the ports may change between two starts.
    'controller.quorum.voters': brokerIds(brokers)
      .map((voter) => `${voter}@127.0.0.1:${controllerPort(portBase, voter)}`)
      .join(','),
    listeners,
    'advertised.listeners': listeners,
    'log.dirs': dataDir,
    'default.replication.factor': copies,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
  };
};

const parseProperties = (text: string): Record<string, string> => {
  const properties: Record<string, string> = {};
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`not a property: "${line}"`);
    properties[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return properties;
};

// Listening sockets as the list shows them: one entry a port, with the widest exposure it has.
import type { Exposure, Process, Socket } from '../api/types.ts';

export interface PortMark {
  port: number;
  /** Null when the port is known and its socket is not. */
  exposure: Exposure | null;
}

const WIDTH: Record<Exposure, number> = { loopback: 0, private: 1, public: 2 };

/** The ports of a process in ascending order, each once. */
export function portMarks(process: Process): PortMark[] {
  const widest = new Map<number, Exposure | null>();
  for (const port of process.ports ?? []) widest.set(port, null);
  for (const socket of process.sockets ?? []) {
    const known = widest.get(socket.port);
    if (known === undefined || known === null || WIDTH[socket.exposure] > WIDTH[known]) widest.set(socket.port, socket.exposure);
  }
  return [...widest].sort(([a], [b]) => a - b).map(([port, exposure]) => ({ port, exposure }));
}

/** True for an address that takes what arrives on any interface. */
export function isEveryAddress(socket: Socket): boolean {
  return ['0.0.0.0', '::', '*', '[::]'].includes(socket.address);
}

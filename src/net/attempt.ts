/** The record of one attempt: phases as they are timed, facts as they are seen, bytes as the socket counted them. */

import type { Socket } from 'node:net'
import type { Attempt, Observations, Phase, PhaseName } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { Address } from './dns.ts'
import { showAddress } from './tcp.ts'

export class AttemptRecord implements Disposable {
  readonly #phases: Phase[] = []
  readonly #observations: Record<string, string | number | boolean | null> = {}
  #address: string | null = null
  #family: 4 | 6 | null = null
  /** The TCP socket below TLS: its counts are bytes on the wire. */
  #wire: Socket | null = null

  get observations(): Observations {
    return this.#observations
  }

  observe(facts: Observations): void {
    Object.assign(this.#observations, facts)
  }

  /** Times `step` as one phase, however it ends. */
  async time<T>(phase: PhaseName, step: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await step()
    } finally {
      this.note(phase, performance.now() - start)
    }
  }

  note(phase: PhaseName, ms: number): void {
    this.#phases.push({ phase, ms: Math.round(ms * 1000) / 1000 })
  }

  dials({ address, family }: Address, port: number): void {
    this.#address = showAddress(address, port)
    this.#family = family
    this.observe({ 'network.peer.address': address, 'network.peer.port': port })
  }

  uses(socket: Socket): void {
    this.#wire = socket
  }

  /** The attempt so far. */
  end(fault: Fault | null): Attempt {
    return {
      address: this.#address,
      family: this.#family,
      bytesSent: this.#wire?.bytesWritten ?? 0,
      bytesReceived: this.#wire?.bytesRead ?? 0,
      phases: [...this.#phases],
      fault,
    }
  }

  /** Closes the socket, whatever state it is in. */
  [Symbol.dispose](): void {
    this.#wire?.destroy()
  }
}

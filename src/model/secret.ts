/** A value that must never be shown. Printing, concatenating or serialising it gives `***`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself, for the wire and for signing only. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***'
  }
}

export const reveal = (value: string | Secret): string => (value instanceof Secret ? value.reveal() : value)

// Loaded by its own path: the whole of undici costs start-up time (docs/architecture.md).
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici'
  export default Client
}

/** The text of the configuration file, read with a limit. */

import { open } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'

/** More than a configuration; a log or a bundle was given by mistake. */
const largestBytes = 1024 * 1024

/** Annotations of GitHub want the path below the workspace, with slashes. */
export function shortPath(path: string, directory: string): string {
  const below = relative(directory, resolve(directory, path))
  return (below.startsWith('..') || isAbsolute(below) ? path : below).replaceAll('\\', '/')
}

type Unreadable = { readonly message: string; readonly remedy: string }

export async function readText(path: string): Promise<string | Unreadable> {
  try {
    await using handle = await open(path)
    if ((await handle.stat()).isDirectory())
      return { message: 'is a folder', remedy: 'give the path of the file in it' }
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(largestBytes + 1), 0, largestBytes + 1, 0)
    if (bytesRead > largestBytes)
      return { message: 'is larger than 1 MiB', remedy: 'give the configuration file itself' }
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead))
  } catch (error) {
    if (error instanceof TypeError) return { message: 'is not UTF-8 text', remedy: 'save it as UTF-8' }
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    return {
      message: reason,
      remedy: 'check the path, and that the repository was checked out before this step',
    }
  }
}

/** Faults on bare sockets, and those of the demo: what no real server does on demand. */

import type { Situation } from '../situation.ts'
import { brokenAnswers } from './broken-answers.ts'
import { brokenConnections } from './broken-connections.ts'
import { brokenUpgrades } from './broken-upgrades.ts'
import { demoFaults } from './demo-faults.ts'

export const brokenSituations: readonly Situation[] = [
  ...brokenAnswers,
  ...brokenUpgrades,
  ...brokenConnections,
  ...demoFaults,
]

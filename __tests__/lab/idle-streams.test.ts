import { defineLab } from './define-lab.ts'

defineLab('idle-streams')

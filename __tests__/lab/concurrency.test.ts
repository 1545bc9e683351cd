import { defineLab } from './define-lab.ts'

defineLab('concurrency')

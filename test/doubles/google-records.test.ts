import { describe } from 'vitest'
import { googleRecordsContract } from '../contract/google-records.ts'
import { memoryGoogleRecords } from './google-records.ts'

const clock = { now: 1_780_000_000_000 }
describe('memoryGoogleRecords', () =>
  googleRecordsContract(() => memoryGoogleRecords(() => clock.now), clock))

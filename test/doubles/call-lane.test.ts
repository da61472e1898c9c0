import { describe } from 'vitest'
import { callLaneContract } from '../contract/call-lane.contract.ts'
import { memoryCallLane } from './call-lane.ts'

const lane = memoryCallLane(() => 1_780_000_000_000)
describe('memoryCallLane', () => callLaneContract(() => lane))

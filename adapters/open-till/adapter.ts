import type { TillAdapter } from '../../src/ports/till.ts'
import { openTillReader } from './reader.ts'

/**
 * Any till or script that can send a signed webhook. There is nothing to call: such a till asks
 * `GET /api/v1/codes/{code}` whether a code is good.
 */
export const openTill: TillAdapter = { reader: openTillReader, client: () => null }

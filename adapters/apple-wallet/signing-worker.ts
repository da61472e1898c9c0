import { sign } from 'node:crypto'
import { constants, getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type SigningGroup, type SigningPlaces, signingPlaces } from './signing-places.ts'

// A burst of passes gives way to the sales that come in meanwhile. On Linux this is the thread's own priority; elsewhere
// it would be the whole process's. One that is lower already stays: to raise it is for the administrator alone.
const low = constants.priority.PRIORITY_BELOW_NORMAL
if (process.platform === 'linux' && getPriority() < low) setPriority(low)

const shared: SigningPlaces = workerData
const places = signingPlaces(shared)

parentPort?.on('message', ({ first, count }: SigningGroup) => {
  for (const { data, signature } of places.slice(first, first + count))
    signature.set(sign('sha256', data, shared.key))
  parentPort?.postMessage(null)
})

import { sign } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type SigningGroup, type SigningPlaces, signingPlaces } from './signing-places.ts'

// A burst of passes gives way to the sales that come in meanwhile. On Linux this is the thread's own priority; elsewhere
// it would be the whole process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const shared: SigningPlaces = workerData
const places = signingPlaces(shared)

parentPort?.on('message', ({ first, count }: SigningGroup) => {
  for (const { data, signature } of places.slice(first, first + count))
    signature.set(sign('sha256', data, shared.key))
  parentPort?.postMessage(null)
})

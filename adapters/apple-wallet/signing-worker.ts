import { sign } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { type SigningGroup, type SigningPlaces, signingPlaces } from './signing-places.ts'

const shared: SigningPlaces = workerData
const places = signingPlaces(shared)

parentPort?.on('message', ({ first, count }: SigningGroup) => {
  for (const { data, signature } of places.slice(first, first + count))
    signature.set(sign('sha256', data, shared.key))
  parentPort?.postMessage(null)
})

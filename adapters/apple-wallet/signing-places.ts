import type { KeyObject } from 'node:crypto'

/** Memory that a thread which signs has in common with the one that asks: nothing is copied into messages. */
export type SigningPlaces = {
  key: KeyObject
  memory: SharedArrayBuffer
  /** Of what is signed, in bytes; all is of one length. */
  dataLength: number
  signatureLength: number
}

/** Signed in a row, and told of once. */
export type SigningGroup = { first: number; count: number }

/** What is to be signed, and its signature. */
export type SigningPlace = { data: Buffer; signature: Buffer }

export function signingPlaces({ memory, dataLength, signatureLength }: SigningPlaces): SigningPlace[] {
  const length = dataLength + signatureLength
  return Array.from({ length: memory.byteLength / length }, (_, index) => ({
    data: Buffer.from(memory, index * length, dataLength),
    signature: Buffer.from(memory, index * length + dataLength, signatureLength),
  }))
}

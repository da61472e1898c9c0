import { urlencoded } from 'express'

/** Reads a posted form; ours are short. */
export const formBody = urlencoded({ extended: false, limit: '16kb', parameterLimit: 40 })

import { runProcess } from './start.ts'

/** `npm run worker`: does the work that the database says is pending. */
await runProcess(process.env, { web: false, worker: true })

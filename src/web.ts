import { runProcess } from './start.ts'

/** `npm run web`: answers over HTTP; any number of these beside any number of workers. */
await runProcess(process.env, { web: true, worker: false })

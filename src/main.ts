import { runProcess } from './start.ts'

/** `npm start`: web and worker in one process. */
await runProcess(process.env, { web: true, worker: true })

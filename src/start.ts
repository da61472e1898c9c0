import express from 'express'
import type { Logger } from 'pino'
import { openCore } from './compose/core.ts'
import { openDemo } from './compose/demo.ts'
import { openPlatform } from './compose/platform.ts'
import { assembleUseCases } from './compose/use-cases.ts'
import { assembleWeb } from './compose/web.ts'
import { startWorker } from './compose/worker.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { healthRouter } from './http/health.ts'
import { type Listening, listen } from './http/listen.ts'
import { createLog } from './log.ts'
import { welcome } from './welcome.ts'

export type Parts = { web: boolean; worker: boolean }

/** A running process; `stop` lets requests and jobs under way finish. Idempotent. */
export type Running = { stop(): Promise<void> }

/** Starts the parts of a process in the order in which they rest on each other, and stops them in the opposite one. */
async function start(config: Config, log: Logger, parts: Parts): Promise<Running> {
  const closers: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      for (const close of closers.toReversed()) await close()
    })()
    return stopping
  }
  try {
    const platform = await openPlatform(config, log)
    closers.push(() => platform.close())
    const core = await openCore(platform)
    closers.push(() => core.wallets.close())
    if (parts.worker) {
      const worker = await startWorker(core)
      closers.push(() => worker.stop())
    }
    if (!parts.web && config.metricsPort !== undefined) {
      const health = express().use(healthRouter(platform))
      const server = await listen(health, config.http.host, config.metricsPort)
      closers.push(() => server.close())
    }
    if (parts.web) {
      const useCases = assembleUseCases(core)
      const demo = config.demo ? await openDemo(core, useCases, internalUrl(config)) : null
      const web = assembleWeb(core, useCases, demo)
      const server: Listening = await listen(web.app, config.http.host, config.http.port)
      closers.push(async () => {
        web.close()
        await server.close()
      })
      await welcome({ config, log, demo, createSignInLink: useCases.createSignInLink })
    }
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where this process answers itself: a wildcard address is no address to call. */
function internalUrl({ http }: Config): string {
  const host = http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`
}

/** Entry of every process: reads the configuration, starts, and stops on SIGTERM or SIGINT. Problems are told in plain sentences. */
export async function runProcess(env: Record<string, string | undefined>, parts: Parts): Promise<void> {
  let running: Running
  let log: Logger
  try {
    const config = loadConfig(env)
    log = createLog(config.logLevel)
    running = await start(config, log, parts)
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : sentenceOf(error))
    process.exitCode = 1
    return
  }
  const stop = (why: string) => {
    log.info({ why }, 'stopping: what is under way is finished first')
    running.stop().then(
      () => log.info('stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
  if (env.npm_lifecycle_event !== undefined) stopWithParent(() => stop('npm ended'))
}

/** npm hands no signal on: when `npm start` is told to stop, only the loss of the parent says so. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 500)
  timer.unref()
}

const sentenceOf = (error: unknown): string =>
  `Stampbridge cannot start: ${error instanceof Error ? error.message : String(error)}`

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What a process counts. Made once per process and passed on; labels hold no customer data and few different values. */
export type Metrics = {
  registry: Registry
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>
  /** Seconds; the buckets reach from a millisecond to half a minute. */
  timer<Label extends string>(name: string, help: string, labels?: readonly Label[]): Histogram<Label>
  /** Asked for its value whenever the metrics are read. */
  observed(name: string, help: string, read: () => number | Promise<number>): void
  /** The same for several values, told apart by one label. */
  observedEach<Value extends string>(
    name: string,
    help: string,
    label: string,
    read: () => Promise<Record<Value, number>>,
  ): void
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Names begin with `stampbridge_`. Asking twice for one name gives the same counter. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const made = <Metric>(name: string, make: (fullName: string) => Metric): Metric => {
    const fullName = `stampbridge_${name}`
    // The registry keeps metrics untyped: a name belongs to one kind of metric.
    return (registry.getSingleMetric(fullName) as Metric | undefined) ?? make(fullName)
  }
  const registers = [registry]
  return {
    registry,
    counter: (name, help, labelNames = []) =>
      made(name, (fullName) => new Counter({ name: fullName, help, labelNames, registers })),
    gauge: (name, help, labelNames = []) =>
      made(name, (fullName) => new Gauge({ name: fullName, help, labelNames, registers })),
    timer: (name, help, labelNames = []) =>
      made(
        name,
        (fullName) => new Histogram({ name: fullName, help, labelNames, registers, buckets: seconds }),
      ),
    observed: (name, help, read) =>
      made(name, (fullName) => {
        const collect = async function (this: Gauge) {
          this.set(await read())
        }
        return new Gauge({ name: fullName, help, registers, collect })
      }),
    observedEach: (name, help, label, read) =>
      made(name, (fullName) => {
        const collect = async function (this: Gauge) {
          for (const [value, figure] of Object.entries<number>(await read()))
            this.set({ [label]: value }, figure)
        }
        return new Gauge({ name: fullName, help, labelNames: [label], registers, collect })
      }),
  }
}

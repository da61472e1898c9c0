/** A certificate that something stops without. */
export type CertificateState = {
  name: 'apple-pass'
  /** Milliseconds since 1970. */
  endsAt: number
  /** Whole days; below zero once it has ended. */
  daysLeft: number
  state: 'good' | 'ends-soon' | 'ended'
  /** The warning reached, in days before the end. */
  warning: number | null
  /** Made here and trusted by no phone. */
  demo: boolean
}

/** The certificates now in use. */
export type Certificates = () => CertificateState[]

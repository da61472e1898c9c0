import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { PasskeyCheck } from '../../src/ports/passkeys.ts'

/** Passkeys of one site. Signing in asks for no user name, and always for finger, face or PIN of the device. */
export function createPasskeyCheck(site: { name: string; baseUrl: string }): PasskeyCheck {
  const { hostname: rpID, origin } = new URL(site.baseUrl)
  return {
    async creation({ id, name }, known) {
      const json = await generateRegistrationOptions({
        rpName: site.name,
        rpID,
        userName: name,
        userDisplayName: name,
        userID: new TextEncoder().encode(id),
        attestationType: 'none',
        excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { challenge: json.challenge, json }
    },
    async request() {
      const json = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
      return { challenge: json.challenge, json }
    },
    async created(answer, isOurs) {
      const verified = await refusing(() =>
        verifyRegistrationResponse({
          response: answer as unknown as RegistrationResponseJSON,
          expectedChallenge: isOurs,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
        }),
      )
      if (!verified?.verified) return null
      const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
      return { credentialId: id, publicKey, counter, transports: [...transports] }
    },
    async signed(answer, passkey, isOurs) {
      const verified = await refusing(() =>
        verifyAuthenticationResponse({
          response: answer as unknown as AuthenticationResponseJSON,
          expectedChallenge: isOurs,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          credential: {
            id: passkey.credentialId,
            publicKey: passkey.publicKey,
            counter: passkey.counter,
          },
        }),
      )
      return verified?.verified ? { counter: verified.authenticationInfo.newCounter } : null
    },
  }
}

/** The library throws at whatever is wrong with an answer: to us that is one refusal. */
async function refusing<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify()
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

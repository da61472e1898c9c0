import type { CardFace } from '../../src/domain/card-face.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { createBoundedCache } from './bounded-cache.ts'
import { createDesignImages, manifestLines } from './design-images.ts'
import { passJson } from './pass-json.ts'
import { createPassStrings } from './pass-strings.ts'
import type { PassSigner } from './signer.ts'
import { passFile, zipArchive, zipBlock, zipEntry } from './zip.ts'

export type PassBuilder = {
  /**
   * The signed `.pkpass` of a card as it stands, in pieces that follow each other: what many passes have in common is
   * held once for all of them. Made once per (card, revision) and kept for a while.
   * @param passToken `authenticationToken`, at least 16 characters
   */
  build(face: CardFace, passToken: string): Promise<readonly Buffer[]>
}

export type PassBuilderOptions = {
  /** Asked for at each pass, since certificates are renewed while passes are made. */
  signer(): Pick<PassSigner, 'sign' | 'passTypeId' | 'teamId' | 'notAfter'>
  /** Public address of this installation; the web service lies under its `/apple`. */
  baseUrl: string
  /** Gives the signing time. */
  clock: Clock
  /** Bytes of finished passes that are kept. */
  cacheBytes?: number
}

/** @throws Error when `baseUrl` contains `/v1`, which phones append and some then look for from the left. */
export function createPassBuilder(options: PassBuilderOptions): PassBuilder {
  const { clock } = options
  const { passTypeId, teamId } = options.signer()
  const webServiceUrl = `${options.baseUrl.replace(/\/+$/, '')}/apple`
  if (webServiceUrl.includes('/v1')) throw new Error('BASE_URL must not contain /v1: Apple adds its own')
  const imagesOf = createDesignImages()
  const stringsOf = createPassStrings()
  const passes = createBoundedCache<readonly Buffer[]>(options.cacheBytes ?? 32 * 1024 * 1024, (pieces) =>
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  )

  async function make(
    face: CardFace,
    passToken: string,
    { sign }: Pick<PassSigner, 'sign'>,
  ): Promise<readonly Buffer[]> {
    const { logoShowsName, colors, ...images } = await imagesOf(face)
    const frame = { passTypeId, teamId, webServiceUrl, passToken, logoShowsName, colors }
    const content = passJson(face, frame)
    const json = passFile('pass.json', Buffer.from(JSON.stringify(content)))
    const strings = await stringsOf(face, frame, content)
    const lines = [manifestLines([json]), strings.manifest, images.manifest]
    const manifest = zipEntry('manifest.json', Buffer.from(`{${lines.join()}}`))
    const signature = zipEntry('signature', await sign(manifest.bytes, clock()))
    return zipArchive([images.block, strings.block, zipBlock([json, manifest, signature])])
  }

  return {
    build(face, passToken) {
      const signer = options.signer()
      // What an old certificate signed is good no longer than that certificate.
      const key = `${signer.notAfter}/${face.merchantId}/${face.cardId}/${face.revision}/${passToken}`
      return passes.get(key, () => make(face, passToken, signer))
    },
  }
}

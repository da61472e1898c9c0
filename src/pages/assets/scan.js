// Reads barcodes with the camera. CardScanner.start(video, options) answers a handle; the browser's own reader is used
// where it has one, otherwise ours, which is fetched only then.
;(() => {
  const own = ['qr_code', 'code_128', 'ean_13', 'code_39', 'pdf417', 'aztec']
  const formats = ['QRCode', 'Code128', 'EAN13', 'Code39', 'PDF417', 'Aztec']
  const everyMs = 120
  /** Wider pictures take longer and tell no more. */
  const widest = 720

  /**
   * @param video as src/pages/scan-video.ts draws it
   * @param options.onCode told of each code once, and again when it was out of sight for `quietMs`
   * @param options.onProblem 'no-camera' | 'refused' | 'insecure' | 'failed'
   * @param options.facing 'environment' (default) or 'user'
   */
  function start(video, { onCode, onProblem, facing = 'environment', quietMs = 3000 }) {
    const scanner = { stopped: false, paused: false }
    const seen = new Map()
    let stream
    let latest

    const open = async () => {
      if (!navigator.mediaDevices?.getUserMedia) return onProblem(isSecureContext ? 'no-camera' : 'insecure')
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          audio: false,
          video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } },
        })
        if (scanner.stopped) return close()
        video.srcObject = stream
        // Pulled out, or taken by another app.
        stream.getVideoTracks()[0]?.addEventListener('ended', () => !scanner.stopped && onProblem('failed'))
        await video.play()
        await look(await reader(video))
      } catch (error) {
        close()
        if (!scanner.stopped) onProblem(problemOf(error))
      }
    }

    const look = async (read) => {
      while (!scanner.stopped) {
        const began = performance.now()
        if (!scanner.paused && document.visibilityState === 'visible' && video.readyState >= 2)
          for (const text of await read()) tell(text)
        await new Promise((done) => setTimeout(done, Math.max(30, everyMs - (performance.now() - began))))
      }
    }

    const tell = (text) => {
      const now = performance.now()
      const last = seen.get(text)
      seen.set(text, now)
      if (seen.size > 50) seen.delete(seen.keys().next().value)
      if (scanner.paused || (last !== undefined && now - last < quietMs)) return
      latest = text
      onCode(text)
    }

    const close = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
      video.srcObject = null
    }

    open()
    return {
      /** Codes are not looked for while paused; the picture goes on. */
      pause() {
        scanner.paused = true
      },
      resume() {
        // What is in front of the camera still was told already: it has to go, and come again.
        if (scanner.paused && latest !== undefined) seen.set(latest, performance.now())
        scanner.paused = false
        // Some browsers stop a picture while it is not shown.
        if (video.srcObject && video.paused) video.play().catch(() => !scanner.stopped && onProblem('failed'))
      },
      /** The next sight of any code counts as new. */
      forget() {
        seen.clear()
        latest = undefined
      },
      stop() {
        scanner.stopped = true
        close()
      },
    }
  }

  function problemOf(error) {
    if (error?.name === 'NotAllowedError' || error?.name === 'SecurityError') return 'refused'
    if (error?.name === 'NotFoundError' || error?.name === 'OverconstrainedError') return 'no-camera'
    return 'failed'
  }

  async function reader(video) {
    const known = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? []
    if (known.includes('qr_code')) {
      const detector = new BarcodeDetector({ formats: own.filter((format) => known.includes(format)) })
      return async () => (await detector.detect(video)).map((found) => found.rawValue)
    }
    const decoder = await loadDecoder(video.dataset)
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d', { willReadFrequently: true })
    return async () => {
      const scale = Math.min(1, widest / video.videoWidth)
      canvas.width = Math.round(video.videoWidth * scale)
      canvas.height = Math.round(video.videoHeight * scale)
      context.drawImage(video, 0, 0, canvas.width, canvas.height)
      const picture = context.getImageData(0, 0, canvas.width, canvas.height)
      const found = await decoder.readBarcodes(picture, { formats, maxNumberOfSymbols: 4 })
      return found.filter((each) => each.isValid).map((each) => each.text)
    }
  }

  let loading

  function loadDecoder({ decoder, wasm }) {
    loading ??= new Promise((done, failed) => {
      const script = document.createElement('script')
      script.src = decoder
      script.addEventListener('error', () => failed(new Error('the reader could not be loaded')))
      script.addEventListener('load', () => {
        ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
          () => done(ZXingWASM),
          failed,
        )
      })
      document.head.append(script)
    }).catch((error) => {
      // Asked for again at the next start: the network may be back.
      loading = undefined
      throw error
    })
    return loading
  }

  globalThis.CardScanner = { start }
})()

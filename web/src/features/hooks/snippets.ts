/** How a receiver makes sure that a message is ours: as it stands in the program of the receiver.
 *
 * The Python one is run by `tests/e2e/test_hooks.py` against a message that came.
 */
export const SNIPPETS = {
  Python: `import hashlib, hmac, time

def is_ours(secret: str, signature: str, body: bytes) -> bool:
    parts = [part.split("=", 1) for part in signature.split(",")]
    at = dict(parts)["t"]
    if abs(time.time() - int(at)) > 300:
        return False
    signed = at.encode() + b"." + body
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(value, wanted) for name, value in parts if name == "v1")

# is_ours("whsec_...", request.headers["Vochi-Signature"], request.body)
# The same event may come twice: remember Idempotency-Key and answer 200.`,
  PHP: `function is_ours(string $secret, string $signature, string $body): bool {
    $at = null;
    $given = [];
    foreach (explode(',', $signature) as $part) {
        [$name, $value] = explode('=', $part, 2);
        if ($name === 't') $at = $value;
        if ($name === 'v1') $given[] = $value;
    }
    if ($at === null || abs(time() - (int) $at) > 300) return false;
    $wanted = hash_hmac('sha256', $at . '.' . $body, $secret);
    foreach ($given as $value) {
        if (hash_equals($wanted, $value)) return true;
    }
    return false;
}

// is_ours('whsec_...', $_SERVER['HTTP_VOCHI_SIGNATURE'], file_get_contents('php://input'));`,
  JavaScript: `import { createHmac, timingSafeEqual } from 'node:crypto';

export function isOurs(secret, signature, body) {
  const parts = signature.split(',').map((part) => part.split('='));
  const at = parts.find(([name]) => name === 't')?.[1];
  if (!at || Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const wanted = createHmac('sha256', secret).update(at + '.').update(body).digest();
  return parts.some(([name, value]) => {
    const given = Buffer.from(value, 'hex');
    return name === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

// isOurs('whsec_...', request.headers['vochi-signature'], rawBody)`,
} as const;

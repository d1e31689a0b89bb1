// The checker's thread: bytes come in, verdicts go out.

import { checkCertificate } from './certificate.mjs';
import { Fault } from './wire.mjs';

/** The verdict on the bytes of a certificate; a defect of this program is no verdict. */
export function judge(bytes) {
  try {
    checkCertificate(bytes);
    return { verdict: 'accepted' };
  } catch (error) {
    if (!(error instanceof Fault)) return { verdict: 'undecided', why: `a defect of this page: ${error}` };
    const why = error.message.slice(error.rule.length + 2).trim();
    return { verdict: error.verdict, rule: error.rule, why: why.slice(0, 500) };
  }
}

/** What a thread of its own does: it answers each message with the verdict on its bytes. */
export function serve(thread) {
  thread.onmessage = ({ data: { number, bytes } }) => thread.postMessage({ number, ...judge(bytes) });
}

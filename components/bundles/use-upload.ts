"use client";

import { useEffect, useRef, useState } from "react";
import { failureText } from "@/lib/platform/result/failure-text";
import { sendBundle, UploadBroken } from "./send-bundle";
import { type BundleFindings, findingsOf, type StoredBundle, takenUids } from "./upload-answer";

/** The state of an upload. */
export type UploadState =
  | { step: "choose"; problem?: string }
  | { step: "sending"; file: File; sent: number }
  | { step: "taken"; file: File; uids: readonly string[] }
  | { step: "refused"; file: File; findings: BundleFindings; lines: readonly string[] }
  | { step: "stored"; file: File; stored: StoredBundle; lines: readonly string[] };

export interface UploadOptions {
  href: string;
  maxBytes: number;
  tooLarge: string;
  onStored: (stored: StoredBundle) => void;
}

const NOT_SENT = "The connection broke before the file had arrived, so nothing was changed. Try again.";
const NO_ANSWER =
  "The server did not answer, so the file may or may not be stored. Look at the list before you try again.";

/** One upload: chosen, sent, answered. Canceled when its dialog closes. */
export function useUpload({ href, maxBytes, tooLarge, onStored }: UploadOptions) {
  const [state, setState] = useState<UploadState>({ step: "choose" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function answered(file: File, overwrite: boolean, signal: AbortSignal): Promise<UploadState> {
    const onSent = (sent: number) => setState({ step: "sending", file, sent });
    const answer = await sendBundle({ href, file, overwrite, onSent, signal });
    if (!answer.ok && answer.reason === "uid_taken") return { step: "taken", file, uids: takenUids(answer) };
    const findings = findingsOf(answer);
    const lines = findings.findings.length > 0 ? (await file.text()).split("\n") : [];
    if (answer.ok) return { step: "stored", file, stored: answer, lines };
    if (answer.reason === "invalid_bundle") return { step: "refused", file, findings, lines };
    return { step: "choose", problem: failureText(answer, { payload_too_large: tooLarge }) };
  }

  async function send(file: File, overwrite = false) {
    if (file.size > maxBytes) return setState({ step: "choose", problem: tooLarge });
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    setState({ step: "sending", file, sent: 0 });
    try {
      const next = await answered(file, overwrite, signal);
      if (signal.aborted) return;
      setState(next);
      if (next.step === "stored") onStored(next.stored);
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      const isPartlySent = error instanceof UploadBroken && !error.isSent;
      setState({ step: "choose", problem: isPartlySent ? NOT_SENT : NO_ANSWER });
    }
  }

  function restart() {
    running.current?.abort();
    setState({ step: "choose" });
  }

  return { state, send, restart };
}

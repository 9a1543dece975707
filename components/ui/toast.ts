export interface ToastOptions {
  /** Reverts the change. Shown as "Undo". */
  undo?: () => void | Promise<void>;
}

export interface ToastMessage extends ToastOptions {
  tone: "positive" | "critical" | "neutral";
  message: string;
}

type Listener = (message: ToastMessage) => void;

const waiting: ToastMessage[] = [];
let listener: Listener | null = null;
let wake: (() => void) | null = null;

function push(message: ToastMessage): void {
  if (listener) return listener(message);
  waiting.push(message);
  wake?.();
}

/** Shows a toast. Failures of a form belong in the form instead. */
export const toast = {
  success: (message: string, options?: ToastOptions) => push({ tone: "positive", message, ...options }),
  info: (message: string, options?: ToastOptions) => push({ tone: "neutral", message, ...options }),
  error: (message: string, options?: ToastOptions) => push({ tone: "critical", message, ...options }),
};

/** Calls `onFirst` when a toast has no viewport yet. Returns an unsubscribe function. */
export function awaitFirstToast(onFirst: () => void): () => void {
  wake = onFirst;
  if (waiting.length > 0) onFirst();
  return () => {
    wake = null;
  };
}

/** Delivers queued toasts and all later ones. Returns an unsubscribe function. */
export function receiveToasts(receive: Listener): () => void {
  listener = receive;
  waiting.splice(0).forEach(receive);
  return () => {
    listener = null;
  };
}

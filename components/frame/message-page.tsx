import type { ReactNode } from "react";
import { BrandMark } from "./brand-mark";

export interface MessagePageProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** A whole page for one message: not found, failed, expired. */
export function MessagePage({ title, children, action }: MessagePageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-12 text-center">
      <BrandMark className="mb-6 size-10" />
      <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
      <p className="mt-2 max-w-md text-balance text-muted">{children}</p>
      {action && <div className="mt-6">{action}</div>}
    </main>
  );
}

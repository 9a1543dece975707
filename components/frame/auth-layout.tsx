import type { ReactNode } from "react";
import { InsecureNotice } from "@/components/ui/insecure-notice";
import { BrandMark } from "./brand-mark";

export interface AuthLayoutProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** A line below the card. */
  footer?: ReactNode;
}

/** The layout for users who are not signed in: sign-in, set-up, invitations. */
export function AuthLayout({ title, description, children, footer }: AuthLayoutProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-subtle px-4 py-12 sm:pt-[14vh]">
      <div className="w-full max-w-md">
        <div className="mb-6 flex items-center justify-center gap-2 text-base font-semibold tracking-tight">
          <BrandMark className="size-8" />
          Latchkey
        </div>
        <div className="rounded-md border border-line bg-raised p-6 sm:p-8">
          <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
          {description && <div className="mt-1 text-muted">{description}</div>}
          <div className="mt-6 grid grid-cols-1 gap-6">
            <InsecureNotice />
            <div>{children}</div>
          </div>
        </div>
        {footer && <div className="mt-6 text-center text-muted">{footer}</div>}
      </div>
    </main>
  );
}

import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { MessagePage } from "@/components/frame/message-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage
      title="There is nothing here"
      action={
        <ButtonLink href="/" variant="primary">
          Go to the start page
        </ButtonLink>
      }
    >
      Check the address. The page may have been deleted, or you may not have access to it.
    </MessagePage>
  );
}

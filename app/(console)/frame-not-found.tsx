import { SearchX } from "lucide-react";
import { Page } from "@/components/frame/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

/** What does not exist, or not for this person, inside the frame. */
export default function FrameNotFound() {
  return (
    <Page breadcrumbs={[{ label: "Not found" }]}>
      <title>Not found · Latchkey</title>
      <EmptyState icon={<SearchX />} title="There is nothing here" action={<ButtonLink href="/">Go to all spaces</ButtonLink>}>
        The address may be mistyped, or what was here is gone, or it is not yours to see.
      </EmptyState>
    </Page>
  );
}

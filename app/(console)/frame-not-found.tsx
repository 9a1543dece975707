import { Page } from "@/components/frame/page";
import { ButtonLink } from "@/components/ui/button-link";

/** What does not exist, or not for this person, inside the frame. */
export default function FrameNotFound() {
  return (
    <Page
      breadcrumbs={[{ label: "Not found" }]}
      title="There is nothing here"
      description="The address may be mistyped, or what was here is gone, or it is not yours to see."
    >
      <title>Not found · Latchkey</title>
      <ButtonLink href="/">Go to all spaces</ButtonLink>
    </Page>
  );
}

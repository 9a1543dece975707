import { Page } from "@/components/frame/page";
import { ButtonLink } from "@/components/ui/button-link";

/** The 404 page inside the frame. */
export default function FrameNotFound() {
  return (
    <Page
      breadcrumbs={[{ label: "Not found" }]}
      title="There is nothing here"
      description="Check the address. The page may have been deleted, or you may not have access to it."
    >
      <title>Not found · Latchkey</title>
      <ButtonLink href="/">Go to all spaces</ButtonLink>
    </Page>
  );
}

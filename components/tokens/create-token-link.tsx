import { Plus } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";

/** The way to the form, from every place that lists tokens. */
export function CreateTokenLink({ base }: { base: string }) {
  return (
    <ButtonLink variant="primary" href={`${base}/new`} icon={<Plus aria-hidden />}>
      Create API Token
    </ButtonLink>
  );
}

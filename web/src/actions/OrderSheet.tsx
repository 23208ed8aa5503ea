/** The same on a sheet over the page. */
import type { ComponentProps } from "react";
import { Sheet } from "../components/Sheet.js";
import { useTexts } from "../i18n/index.js";
import { OrderForm } from "./OrderForm.js";

export function OrderSheet(props: ComponentProps<typeof OrderForm>) {
  const { t } = useTexts();
  return (
    <Sheet title={t(`order.${props.name}`)} onClose={props.onClose} form>
      <OrderForm {...props} />
    </Sheet>
  );
}

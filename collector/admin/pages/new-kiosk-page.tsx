/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { parseCollectorUrl } from '../../../src/domain/collector-url.ts';
import { enrolmentHash } from '../../../src/domain/enrolment-link.ts';
import { FormToken, Layout } from './layout.tsx';
import { QrCode } from './qr-code.tsx';

/** Asks what to call a kiosk. */
export function NewKioskPage({
  formToken,
  name,
  trouble,
}: {
  readonly formToken: string;
  readonly name: string;
  readonly trouble: string | undefined;
}): VNode {
  return (
    <Layout title="New kiosk" place="/admin/kiosks/new" formToken={formToken}>
      <form method="post" action="/admin/kiosks/new" class="panel narrow fields">
        <FormToken value={formToken} />
        {trouble !== undefined && (
          <p role="alert" class="trouble" id="trouble">
            {trouble}
          </p>
        )}
        <label for="name">What shall it be called?</label>
        <input
          id="name"
          name="name"
          value={name}
          required
          maxLength={80}
          autocomplete="off"
          placeholder="East door"
          aria-describedby={trouble === undefined ? 'hint' : 'trouble hint'}
        />
        <p class="hint" id="hint">
          Call it after its place. The name stands beside its totals; it changes only when the kiosk enrols
          again, with a code for another name.
        </p>
        <button class="button primary">Make a code</button>
      </form>
    </Layout>
  );
}

/** Where else the pages must be opened so that kiosks can use the address, if they must. */
function AddressTrouble({ collector }: { readonly collector: string }): VNode | null {
  if (parseCollectorUrl(collector) === undefined)
    return (
      <p role="alert" class="trouble">
        A kiosk sends only to https. Open these pages by the collector’s https address, and make the code
        there.
      </p>
    );
  if (new URL(collector).protocol === 'https:') return null;
  return (
    <p role="alert" class="trouble">
      This address is for a kiosk on this very machine. For any other, open these pages by the collector’s
      https address, and make the code there.
    </p>
  );
}

/** What a new code is shown with. */
export interface CodePageProps {
  readonly formToken: string;
  readonly name: string;
  readonly code: string;
  /** The collector's own address. */
  readonly collector: string;
  readonly servesKiosk: boolean;
}

function Scan({ collector, code }: CodePageProps): VNode {
  const link = `${collector}/${enrolmentHash({ collector, code })}`;
  return (
    <div class="panel scan">
      <QrCode text={link} label="QR code that opens the kiosk with the address and the code filled in" />
      <div>
        <h2>With the tablet’s camera</h2>
        <p>
          Scan this with the tablet. It opens the kiosk’s page Status with both fields filled in; press{' '}
          <em>Enrol this kiosk</em> there.
        </p>
      </div>
    </div>
  );
}

/** Says a code, this once. */
export function CodePage(props: CodePageProps): VNode {
  const { formToken, name, code, collector, servesKiosk } = props;
  const isUsable = parseCollectorUrl(collector) !== undefined;
  return (
    <Layout title={`Code for ${name}`} place="/admin/kiosks/new" formToken={formToken}>
      <p class="notice">It works once, within 24 hours, and is shown only now.</p>
      <AddressTrouble collector={collector} />
      <div class="ways">
        {servesKiosk && isUsable && <Scan {...props} />}
        <div class="panel">
          <h2>By hand</h2>
          <p>On the kiosk open Status, and under Collector type:</p>
          <dl class="typed">
            <dt>Address of the collector</dt>
            <dd>
              <code>{collector}</code>
            </dd>
            <dt>One-time code</dt>
            <dd>
              <code>{code}</code>
            </dd>
          </dl>
        </div>
      </div>
      <p>
        <a class="button" href="/admin/">
          To the fleet
        </a>
      </p>
    </Layout>
  );
}

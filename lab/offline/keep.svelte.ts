/** Has the browser keep the lab, once there is nothing else to do, and notices when a newer one has come. */
import { mayBeKept } from './where.ts';

class Keeping {
  /** Whether the lab opens without a connection. */
  kept = $state(false);
  /** A newer release that waits. */
  newer = $state.raw<ServiceWorker | null>(null);
  /** Whether the newer one cannot come while other pages of the lab are open. */
  notAlone = $state(false);
  private begun = false;

  /** To be called when the page is at rest. */
  async begin(): Promise<void> {
    const { serviceWorker, connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    const { protocol, hostname } = location;
    const saving = connection?.saveData === true;
    if (this.begun || !import.meta.env.PROD || serviceWorker === undefined) return;
    this.begun = true;
    if (!mayBeKept({ protocol, hostname, framed: window.parent !== window, saving })) return;
    try {
      this.follow(await serviceWorker.register(new URL('offline.js', document.baseURI)));
      await serviceWorker.ready;
      this.kept = true;
    } catch {
      // A browser that keeps nothing, or a host without that file: the lab needs its connection, as any page does.
    }
  }

  private follow(registration: ServiceWorkerRegistration): void {
    const { serviceWorker } = navigator;
    const look = () => {
      // The first one of all is not newer than anything.
      if (registration.waiting !== null && registration.active !== null) this.newer = registration.waiting;
    };
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
    serviceWorker.addEventListener('message', ({ data }) => {
      if (data === 'not alone') this.notAlone = true;
    });
    serviceWorker.startMessages();
  }

  /** Opens the newer lab, at what is shown: that stands in the address. */
  openNewer(): void {
    this.notAlone = false;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.newer?.postMessage('take over');
  }
}

export const keeping = new Keeping();

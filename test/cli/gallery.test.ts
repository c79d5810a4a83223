/** A gallery that goes on with Figure 2, the next after what was made before. */
import { describeGallery } from './gallery.ts';

describeGallery('figure-2', 4.5e5);

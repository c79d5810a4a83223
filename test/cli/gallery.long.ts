/** A new gallery, begun with the most intricate figure. */
import { describeGallery } from './gallery.ts';

describeGallery('figure-1', 1.2e6);

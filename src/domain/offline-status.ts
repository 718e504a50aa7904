/**
 * Whether the app is kept on the device. `update-waiting`: a new version is there and starts when it is asked to. `unavailable`: this
 * browser or address keeps no apps, or the app's files could not be kept.
 */
export type OfflineStatus = 'installing' | 'ready' | 'update-waiting' | 'unavailable';

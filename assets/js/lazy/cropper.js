/* Named as the package calls it, for import on demand. */
export { default } from "cropperjs";

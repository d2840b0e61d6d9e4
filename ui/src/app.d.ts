declare global {
  namespace App {
    interface PageState {
      focus?: boolean;
    }
  }
}

export {};

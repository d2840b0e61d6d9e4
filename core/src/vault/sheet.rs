//! The recovery code as a picture that a telephone or a scanner reads (QR code, ISO/IEC 18004).

use qrcodegen::{QrCode, QrCodeEcc};

use super::session::RecoveryCode;
use crate::{Code, Result};

impl RecoveryCode {
    /// The rows of the picture, true where it is dark. The reader leaves four empty squares around it.
    pub fn picture(&self) -> Result<Vec<Vec<bool>>> {
        // A quarter of the paper may be stained or creased.
        let qr =
            QrCode::encode_text(self.reveal(), QrCodeEcc::Quartile).map_err(|_| Code::Internal)?;
        let side = 0..qr.size();
        Ok(side
            .clone()
            .map(|y| side.clone().map(|x| qr.get_module(x, y)).collect())
            .collect())
    }
}

#[cfg(test)]
mod tests {
    /// As it lies on paper: eight dots a square, with the empty border.
    fn scanned(rows: &[Vec<bool>]) -> Option<String> {
        let side = (rows.len() + 8) * 8;
        let dark = |x: usize, y: usize| {
            let (x, y) = ((x / 8).checked_sub(4)?, (y / 8).checked_sub(4)?);
            rows.get(y)?.get(x).copied()
        };
        let mut paper = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if dark(x, y) == Some(true) { 0 } else { 255 }
        });
        let grids = paper.detect_grids();
        grids.first()?.decode().ok().map(|(_, text)| text)
    }

    #[test]
    fn another_program_reads_the_code_from_the_picture() {
        for _ in 0..20 {
            let code = crate::vault::recovery::new().unwrap();
            let mut rows = code.picture().unwrap();
            assert_eq!(scanned(&rows).as_deref(), Some(code.reveal()));
            // A stain of four by four squares in its middle.
            let middle = rows.len() / 2;
            for row in &mut rows[middle..middle + 4] {
                row[middle..middle + 4].fill(true);
            }
            assert_eq!(scanned(&rows).as_deref(), Some(code.reveal()), "stained");
        }
    }
}

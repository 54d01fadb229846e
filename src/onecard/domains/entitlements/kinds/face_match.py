"""An outside program compared a face and says whether it matched. A face that did not match changes no state, ever."""

KIND = "face_match"
